using System.Globalization;
using Cocoon.Gateway.Timing;
using Cocoon.Grains;
using Cocoon.Inference;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Errors;

/// <summary>Wraps every endpoint: request ids and timing in front, one error shape behind. Logs no content and no keys.</summary>
internal sealed partial class ErrorHandling(TimeProvider time, ILogger<ErrorHandling> logger)
{
    /// <summary>The version of OpenAI's REST API whose shapes these are.</summary>
    private const string ApiVersion = "2020-10-01";

    private const string ClientIdHeader = "x-client-request-id";
    private const int MaxClientId = 512;

    public RequestDelegate Wrap(RequestDelegate handler) => async http =>
    {
        var times = new RequestTimes(time);
        http.Features.Set(times);
        http.Response.Headers["x-request-id"] = http.TraceIdentifier;
        http.Response.Headers["openai-version"] = ApiVersion;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["openai-processing-ms"] = ((long)times.Total.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            http.Response.Headers["x-cocoon-overhead-ms"] = times.Overhead.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        try
        {
            LogClientId(http);
            await handler(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; there is nobody left to answer.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await Write(http, ToApi(e, http.TraceIdentifier));
        }
        LogRequest(http.Request.Method, http.GetEndpoint()?.DisplayName ?? "", http.Response.StatusCode, (long)times.Total.TotalMilliseconds, http.TraceIdentifier);
    };

    /// <summary>The error to show for an exception; unexpected ones are logged and shown as nothing but a request id.</summary>
    public ApiException ToApi(Exception exception, string requestId)
    {
        switch (exception)
        {
            case ApiException api:
                return api;
            case RefusedException refused:
                return RefusalErrors.ToApi(refused.Refusal);
            case InferenceRequestException bad:
                return ApiException.BadRequest(bad.Message, bad.Param, bad.Code);
            case BadHttpRequestException http:
                return new ApiException(http.StatusCode, ErrorTypes.InvalidRequest, null, http.Message);
            case var _ when ClusterErrors.ToApi(exception) is { } unavailable:
                LogUnavailable(requestId, unavailable.Code!, exception.GetType().Name, exception.InnerException?.GetType().Name ?? "");
                return unavailable;
            default:
                // The type and the stack only: a message may quote what the caller sent.
                LogUnexpected(requestId, exception.GetType().Name, exception.StackTrace ?? "");
                return new ApiException(500, ErrorTypes.Server, "internal_error", $"The server had an error while processing your request. Please retry; if it persists, report request id {requestId}.");
        }
    }

    private static async Task Write(HttpContext http, ApiException error)
    {
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json";
        if (!error.MayRetry) http.Response.Headers["x-should-retry"] = "false";
        if (error.RetryAfter is { } wait) http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await http.Response.Body.WriteAsync(ErrorBody.Of(error));
    }

    /// <summary>A caller's own name for a request goes to the log, as at OpenAI's, and the request keeps ours.</summary>
    private void LogClientId(HttpContext http)
    {
        if (http.Request.Headers[ClientIdHeader].ToString() is not { Length: > 0 } id) return;
        if (id.Length > MaxClientId || !id.All(char.IsAscii) || id.Any(char.IsControl))
            throw ApiException.BadRequest($"The header {ClientIdHeader} has at most {MaxClientId} printable ASCII characters.", ClientIdHeader, "invalid_value");
        LogClientId(http.TraceIdentifier, id);
    }

    [LoggerMessage(2006, LogLevel.Information, "Request {RequestId} is its caller's {ClientRequestId}")]
    private partial void LogClientId(string requestId, string clientRequestId);

    [LoggerMessage(2001, LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds} ms ({RequestId})")]
    private partial void LogRequest(string method, string route, int status, long milliseconds, string requestId);

    [LoggerMessage(2005, LogLevel.Warning, "Request {RequestId} met a failure of the cluster ({Code}): {Error} {Cause}")]
    private partial void LogUnavailable(string requestId, string code, string error, string cause);

    [LoggerMessage(2002, LogLevel.Error, "Request {RequestId} failed with {Error}\n{Stack}")]
    private partial void LogUnexpected(string requestId, string error, string stack);
}
