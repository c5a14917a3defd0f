"""What works on Whoosh's segments: codec, writer, reader, collector. Knows neither Haystack nor Django.

container   named arrays in one mapped file            codec       Whoosh's seam: how a segment is read
manifest    pointer, manifests, formats, checksums     damage      why no index answers, and the mark of it
postings    posting lists as bytes and as arrays       writer      commits: what is added, deleted, merged
terms       a field's terms with their lists           merging     segments made one, a little at a time
schema      what an index holds                        reader      all segments as one document space
analysis    documents cut to terms                     literal     exactly the documents that hold a run
expressions what may be asked                          collector   asked -> ranked documents, counts, facets
"""
