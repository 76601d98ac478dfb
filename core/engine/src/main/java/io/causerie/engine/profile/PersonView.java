package io.causerie.engine.profile;

/**
 * A person as somebody sees her who may know of her.
 *
 * @param id her id
 * @param name what she is called
 * @param guest whether she comes from outside
 * @param active whether she is still here
 * @param you whether it is the reader
 */
public record PersonView(String id, String name, boolean guest, boolean active, boolean you) {}
