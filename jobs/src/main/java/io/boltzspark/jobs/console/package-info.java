/**
 * The terminal. {@link io.boltzspark.jobs.console.Progress} is the interface that actions report
 * progress to, {@link io.boltzspark.jobs.console.ConsoleProgress} writes it to standard error, and
 * {@link io.boltzspark.jobs.console.Interruption} turns Ctrl-C into an orderly end. How a command
 * ended is {@link io.boltzspark.jobs.console.LastWord}, on a line below the progress. Results print
 * tables with {@link io.boltzspark.jobs.console.TextTable}, and commands to paste with {@link
 * io.boltzspark.jobs.console.ShellCommand}.
 */
package io.boltzspark.jobs.console;
