using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Attestation.Policy;

/// <summary>The JSON form of policies. Unknown names and duplicates are errors: a mistyped rule must not count as an absent one.</summary>
public static class PolicyJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <exception cref="FormatException">The text is not a policy; the message says where.</exception>
    public static PolicyDocument Parse(ReadOnlySpan<byte> utf8) => Parse<PolicyDocument>(utf8);

    /// <exception cref="FormatException">The text is not a caller's policy; the message says where.</exception>
    public static CallerPolicy ParseCaller(ReadOnlySpan<byte> utf8) => Parse<CallerPolicy>(utf8);

    private static T Parse<T>(ReadOnlySpan<byte> utf8)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new FormatException("The policy is empty. It is a JSON object.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FormatException($"The policy cannot be read: {e.Message}", e);
        }
    }
}
