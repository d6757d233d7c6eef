using System.Net;

namespace Cocoon.Client;

/// <summary>The market refused a request or could not serve it; the message says what to do.</summary>
public class CocoonException : Exception
{
    public CocoonException(string message, HttpStatusCode? status, string? code, TimeSpan? retryAfter) : base(message) =>
        (Status, Code, RetryAfter) = (status, code, retryAfter);

    /// <summary>How an answer broke off, and why it does not go on elsewhere.</summary>
    internal CocoonException(CocoonException broken, MachineNotTrustedException reason) : base($"{broken.Message} It was not continued at {reason.Provider}: {reason.Message}", reason) =>
        (Status, Code, RetryAfter) = (broken.Status, broken.Code, broken.RetryAfter);

    /// <summary>HTTP status; null when the answer broke off after it had begun.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>Stable name of the reason, such as "insufficient_balance".</summary>
    public string? Code { get; }

    /// <summary>When a retry may succeed, if the market said so.</summary>
    public TimeSpan? RetryAfter { get; }
}
