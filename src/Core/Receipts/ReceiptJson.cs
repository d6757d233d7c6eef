using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Receipts;

/// <summary>
/// The JSON form of receipts, vouchers and balances on our HTTP APIs: snake_case names, amounts in nano as numbers, enums
/// by name. A receipt survives the way to JSON and back with the same hash.
/// </summary>
public static class ReceiptJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>As <see cref="Options"/>, for what strangers wrote: nothing that a receipt needs may be missing or null.</summary>
    public static readonly JsonSerializerOptions Strict = new(Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
}
