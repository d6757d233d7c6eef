using System.Text.Json.Serialization;

namespace Cocoon.ClusterKit.Load;

/// <summary>How a request ended for its caller.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LoadOutcome>))]
internal enum LoadOutcome
{
    /// <summary>The whole answer came, with its receipt.</summary>
    Answered,

    /// <summary>The answer was lost on its way; asked again, the market showed the receipt for it.</summary>
    ReceiptOnly,

    /// <summary>The stream broke off after its first token.</summary>
    BrokenOff,

    /// <summary>No token came, after all retries.</summary>
    Failed,
}
