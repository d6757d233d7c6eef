namespace Cocoon.Gateway.Responses;

/// <summary>Values of a response's <c>status</c>.</summary>
internal static class ResponseStatus
{
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Incomplete = "incomplete";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
}
