"""Resumable uploads: the tus protocol 1.0.0 (tus.io), with creation, creation with upload, checksum, termination and
expiration.
"""
