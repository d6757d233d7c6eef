namespace Cocoon.Inference.Formats.Schemas;

/// <summary>
/// A place in a schema, for messages. Properties are told by their number: their names are the caller's and stay out of
/// messages.
/// </summary>
/// <param name="Field">The request's field, such as "response_format".</param>
/// <param name="Path">From the schema's root, such as "$.properties[2].items".</param>
/// <param name="Depth">Objects and arrays around it.</param>
/// <param name="Links">References that led here, one from another.</param>
internal sealed record SchemaPlace(string Field, string Path, int Depth, int Links)
{
    public static SchemaPlace Root(string field) => new(field, "$", 0, 0);

    /// <summary>The same nesting, elsewhere.</summary>
    public SchemaPlace At(string step) => this with { Path = $"{Path}.{step}" };

    /// <summary>One level deeper.</summary>
    public SchemaPlace Inside(string step) => this with { Path = $"{Path}.{step}", Depth = Depth + 1 };

    /// <summary>Where a reference leads.</summary>
    public SchemaPlace Linked() => this with { Path = Path + ".$ref", Links = Links + 1 };

    public InferenceRequestException Refuse(string why) => new($"Invalid schema in '{Field}' at {Path}: {why}.", Field, "invalid_json_schema");
}
