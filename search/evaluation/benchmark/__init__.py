"""`manage.py bench_search`: this engine beside others, on the same articles and the same tokens.

corpus      articles from a file, recombined where it is too short     rows    what is asked, drawn from them
contender   builds and asks one engine; a process of its own           report  the table
"""
