namespace Cocoon.Inference.Formats;

/// <summary>What form an answer has: OpenAI's response_format.</summary>
/// <param name="Kind">Text, any JSON object, or JSON by a schema.</param>
/// <param name="Name">The schema's name; null but for <see cref="AnswerFormatKind.JsonSchema"/>.</param>
/// <param name="Schema">JSON schema as JSON text; null but for <see cref="AnswerFormatKind.JsonSchema"/>.</param>
/// <param name="IsStrict">Whether the schema has to be enforced; an engine that can enforce it does so anyway.</param>
public sealed record AnswerFormat(AnswerFormatKind Kind, string? Name = null, string? Schema = null, bool IsStrict = false)
{
    public static readonly AnswerFormat Text = new(AnswerFormatKind.Text);
}
