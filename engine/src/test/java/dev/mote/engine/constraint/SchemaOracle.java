package dev.mote.engine.constraint;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

/** A validator that nobody here wrote: networknt's, for draft 2020-12, formats asserted. */
final class SchemaOracle {
    private final Schema schema;

    SchemaOracle(String text) {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        schema =
                SchemaRegistry.withDefaultDialect(
                                SpecificationVersion.DRAFT_2020_12,
                                builder -> builder.schemaRegistryConfig(config))
                        .getSchema(text, InputFormat.JSON);
    }

    /** What is wrong with a JSON text; empty if it is valid. */
    String errors(String json) {
        var errors = schema.validate(json, InputFormat.JSON);
        return errors.isEmpty() ? "" : errors.toString();
    }
}
