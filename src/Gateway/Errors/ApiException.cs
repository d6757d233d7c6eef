namespace Cocoon.Gateway.Errors;

/// <summary>A request that ends with an error answer. The message is for the caller and quotes nothing they sent.</summary>
internal sealed class ApiException(int status, string type, string? code, string message, string? param = null, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    public string? Code { get; } = code;

    public string? Param { get; } = param;

    /// <summary>When a retry may succeed; null when it cannot, or nobody knows.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public static ApiException BadRequest(string message, string? param = null, string? code = null) => new(400, ErrorTypes.InvalidRequest, code, message, param);
}
