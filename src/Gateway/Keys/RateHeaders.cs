using System.Globalization;
using Cocoon.Core.Accounts;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Keys;

/// <summary>The headers that tell a key's limits per minute, in OpenAI's format.</summary>
internal static class RateHeaders
{
    public static void Write(IHeaderDictionary headers, Admission admission)
    {
        Write(headers, "requests", admission.Requests);
        Write(headers, "tokens", admission.Tokens);
    }

    /// <summary>A span as "12ms", "1.5s" or "6m0s", rounded up to the millisecond.</summary>
    public static string Span(TimeSpan span)
    {
        var ms = (long)Math.Ceiling(span.TotalMilliseconds);
        if (ms < 1_000) return string.Create(CultureInfo.InvariantCulture, $"{ms}ms");
        var seconds = (ms % 60_000 / 1_000m).ToString("0.###", CultureInfo.InvariantCulture);
        return ms < 60_000 ? $"{seconds}s" : string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000}m{seconds}s");
    }

    private static void Write(IHeaderDictionary headers, string what, RateState? state)
    {
        if (state is null) return;
        headers[$"x-ratelimit-limit-{what}"] = state.Limit.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-remaining-{what}"] = state.Remaining.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-reset-{what}"] = Span(state.Reset);
    }
}
