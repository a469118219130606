"""Forum editions: programme, hosts' visit offers, participants and their wishes."""
