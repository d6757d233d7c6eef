using System.Globalization;
using Cocoon.Grains;
using Cocoon.Inference;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Errors;

/// <summary>Wraps every endpoint: request ids and timing in front, one error shape behind. Logs no content and no keys.</summary>
internal sealed partial class ErrorHandling(TimeProvider time, ILogger<ErrorHandling> logger)
{
    public RequestDelegate Wrap(RequestDelegate handler) => async http =>
    {
        var started = time.GetTimestamp();
        http.Response.Headers["x-request-id"] = http.TraceIdentifier;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["openai-processing-ms"] = Milliseconds(started).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        try
        {
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
        LogRequest(http.Request.Method, http.GetEndpoint()?.DisplayName ?? "", http.Response.StatusCode, Milliseconds(started), http.TraceIdentifier);
    };

    public static Task NotFound(HttpContext http) =>
        throw new ApiException(404, ErrorTypes.InvalidRequest, "unknown_url", $"Unknown request URL: {http.Request.Method} {http.Request.Path}. Please check the URL for typos.");

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
            case TimeoutException:
                LogUnexpected(requestId, exception.GetType().Name, exception.StackTrace ?? "");
                return new ApiException(503, ErrorTypes.Unavailable, "timeout", "The market did not answer in time. Try again.", retryAfter: TimeSpan.FromSeconds(1));
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
        if (error.RetryAfter is { } wait) http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await http.Response.Body.WriteAsync(ErrorBody.Of(error));
    }

    private long Milliseconds(long started) => (long)time.GetElapsedTime(started).TotalMilliseconds;

    [LoggerMessage(2001, LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds} ms ({RequestId})")]
    private partial void LogRequest(string method, string route, int status, long milliseconds, string requestId);

    [LoggerMessage(2002, LogLevel.Error, "Request {RequestId} failed with {Error}\n{Stack}")]
    private partial void LogUnexpected(string requestId, string error, string stack);
}
