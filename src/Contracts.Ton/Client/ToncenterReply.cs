using System.Text.Json;

namespace Cocoon.Ton.Client;

/// <summary>How one try ended.</summary>
/// <param name="Result">The answer; meaningless with an error.</param>
/// <param name="Error">Null for an answer.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
/// <param name="NothingHappened">The server refused to look at the request, so it had no effect.</param>
/// <param name="ConnectionEnded">The server closed the connection, as it does with idle ones at any moment.</param>
internal sealed record ToncenterReply(
    JsonElement Result, TonClientException? Error = null, TimeSpan? RetryAfter = null, bool NothingHappened = false, bool ConnectionEnded = false);
