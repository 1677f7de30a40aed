/**
 * Configuration: YAML read strictly and once, into policies and settings, or into a list of everything that is wrong with
 * a file. Nobody else reads YAML.
 */
@NullMarked
package dev.weir.proxy.config;

import org.jspecify.annotations.NullMarked;
