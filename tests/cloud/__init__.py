"""The product on an emulated AWS: real bootstraps, a deployed template, IAM, faults."""
