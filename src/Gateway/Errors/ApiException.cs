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

    /// <summary>
    /// Whether clients may try again by themselves. SDKs do so after 408, 409, 429 and 5xx; where nothing can come of it, or
    /// another charge, they are told not to.
    /// </summary>
    public bool MayRetry => Status switch
    {
        409 => RetryAfter is not null,
        429 or 500 or 502 or 503 => Code is not ("insufficient_quota" or "provider_revoked"),
        _ => Status == 408,
    };

    public static ApiException BadRequest(string message, string? param = null, string? code = null) => new(400, ErrorTypes.InvalidRequest, code, message, param);
}
