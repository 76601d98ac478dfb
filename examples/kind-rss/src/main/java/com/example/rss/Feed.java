package com.example.rss;

import java.util.List;

/**
 * A feed as it was read.
 *
 * @param title empty where it has none
 * @param entries in its own order, as a rule the newest first
 */
record Feed(String title, List<Entry> entries) {}
