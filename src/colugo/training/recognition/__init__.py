"""Training of recognition networks from PaddleClas configs: data, loop, evaluation, export."""
