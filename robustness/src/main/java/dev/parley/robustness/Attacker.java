package dev.parley.robustness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/**
 * An attacking process: says {@code ready}, attacks after a line {@code go} until a line {@code
 * stop}, and tells what it got.
 */
final class Attacker {
  private Attacker() {}

  /**
   * Arguments: the attack, its lines in this process, the port, the number of its network, and, if
   * there is one, the rest in milliseconds before a line that has ended is replaced.
   */
  static void main(String[] arguments) throws IOException, InterruptedException {
    var attack = Attack.valueOf(arguments[0]);
    int lines = Integer.parseInt(arguments[1]);
    var swarm =
        new Swarm(
            attack.behaviours(lines),
            lines,
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Duration.ofMillis(arguments.length > 4 ? Long.parseLong(arguments[4]) : 0));
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    commands.readLine();
    var stopper =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                commands.readLine();
              } catch (IOException gone) {
                // The measuring process has ended.
              }
              swarm.stop();
            });
    var outcome = swarm.attack();
    stopper.join();
    System.out.println(JsonMapper.builder().build().writeValueAsString(outcome));
  }
}
