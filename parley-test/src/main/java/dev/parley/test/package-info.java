/** Tests of Parley applications: a client for every kind of endpoint, in memory or over sockets. */
@NullMarked
package dev.parley.test;

import org.jspecify.annotations.NullMarked;
