import org.jspecify.annotations.NullMarked;

/** JSON Web Tokens as credentials. */
@NullMarked
module dev.parley.jwt {
  requires transitive dev.parley;
  requires com.nimbusds.jose.jwt;
  requires org.slf4j;

  exports dev.parley.jwt;
}
