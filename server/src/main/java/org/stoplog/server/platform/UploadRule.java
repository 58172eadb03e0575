package org.stoplog.server.platform;

/**
 * A path to which files may be sent; to no other one.
 *
 * @param permission as its handler asks for it; here it is asked before the file is taken in
 * @param most the limit of this path
 */
public record UploadRule(String path, Permission permission, UploadLimit most) {}
