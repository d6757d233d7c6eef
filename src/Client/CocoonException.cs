using System.Net;

namespace Cocoon.Client;

/// <summary>The market refused a request or could not serve it; the message says what to do.</summary>
public class CocoonException(string message, HttpStatusCode? status, string? code, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>HTTP status; null when the answer broke off after it had begun.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Stable name of the reason, such as "insufficient_balance".</summary>
    public string? Code { get; } = code;

    /// <summary>When a retry may succeed, if the market said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
