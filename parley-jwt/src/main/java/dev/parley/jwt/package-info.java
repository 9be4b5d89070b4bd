/** JSON Web Tokens as credentials (RFC 7519). */
@NullMarked
package dev.parley.jwt;

import org.jspecify.annotations.NullMarked;
