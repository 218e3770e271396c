"""Letters of the desk: their kinds as data, the facts they state, and how they become paper."""
