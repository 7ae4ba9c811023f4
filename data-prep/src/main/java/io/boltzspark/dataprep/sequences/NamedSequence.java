package io.boltzspark.dataprep.sequences;

/**
 * A sequence of an alignment, without insertions.
 *
 * @param name as in the file
 * @param letters one for each column, not checked against an alphabet
 */
public record NamedSequence(String name, String letters) {}
