"""The ledger of what a newspaper's archive holds and lacks, by counting alone: knows neither Django nor a database."""
