"""Speed and memory, measured beside a bare Flask page in the same run."""
