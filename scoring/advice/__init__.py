"""What a city could do next: gains of further answers, comparison of two states."""
