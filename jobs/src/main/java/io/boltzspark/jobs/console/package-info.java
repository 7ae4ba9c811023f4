/**
 * What a person sees while waiting: {@link io.boltzspark.jobs.console.Progress} is the interface
 * that actions report to, {@link io.boltzspark.jobs.console.ConsoleProgress} writes it to standard
 * error, and {@link io.boltzspark.jobs.console.Interruption} turns Ctrl-C into an orderly end. What
 * results print as a table is a {@link io.boltzspark.jobs.console.TextTable}.
 */
package io.boltzspark.jobs.console;
