"""The messages and stubs of `proto/colugo/v1`, made by `make stubs`. Edit nothing here."""
