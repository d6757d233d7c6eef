namespace Cocoon.Gateway.Errors;

/// <summary>Values of <c>error.type</c>, OpenAI's where it has one.</summary>
internal static class ErrorTypes
{
    public const string InvalidRequest = "invalid_request_error";
    public const string Billing = "billing_error";
    public const string Conflict = "conflict_error";
    public const string RateLimit = "rate_limit_error";
    public const string Server = "server_error";
    public const string Unavailable = "service_unavailable_error";
}
