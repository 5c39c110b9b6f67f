"""The source of truth: records in SQL, original bytes in a blob store. All else can be made again."""
