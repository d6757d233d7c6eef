namespace Cocoon.Inference.Formats;

public enum AnswerFormatKind
{
    Text,
    JsonObject,
    JsonSchema,
}
