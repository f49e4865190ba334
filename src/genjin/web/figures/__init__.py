"""The two figures and the records behind them."""
