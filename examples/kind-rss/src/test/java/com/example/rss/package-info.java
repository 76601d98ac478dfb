@NullMarked
package com.example.rss;

import org.jspecify.annotations.NullMarked;
