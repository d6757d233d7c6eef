using System.Net;
using System.Net.Http.Headers;

namespace Cocoon.Attestation.Collateral.Http;

/// <summary>Asks vendors' services: bounded answers, bounded retries spread by chance, no redirects to anywhere else. Thread-safe.</summary>
public sealed class CollateralHttp
{
    private readonly HttpClient _http;
    private readonly CollateralHttpOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly Lock _jitterLock = new();

    /// <param name="http">Sends; should follow no redirects, and its own timeout must be above <see cref="CollateralHttpOptions.Timeout"/>.</param>
    /// <param name="options">Bounds and waits.</param>
    /// <param name="time">The clock of waits and timeouts.</param>
    /// <param name="jitter">Spreads the retries of many machines.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CollateralHttp(HttpClient http, CollateralHttpOptions options, TimeProvider time, Random jitter)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_http, _options, _time, _jitter) = (http, options, time, jitter);
    }

    /// <summary>Checks an address at which a service is configured.</summary>
    /// <exception cref="ArgumentException">It is no base address; the message names it and says what is.</exception>
    internal static Uri RequireBase(Uri? address, string name) => address is { IsAbsoluteUri: true, Scheme: "https" or "http", UserInfo: "", Query: "" } && address.AbsolutePath.EndsWith('/')
        ? address
        : throw new ArgumentException($"{name} must be an http(s) address that ends with a slash and holds no user or query, such as https://pccs.example:8081/.");

    /// <param name="source">Name of the source, for errors.</param>
    /// <param name="address">Whole address.</param>
    /// <param name="ocspRequest">A DER request to post; null to get.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when the service says that there is no such document.</returns>
    /// <exception cref="CollateralSourceException">There is no answer.</exception>
    internal async Task<CollateralAnswer?> Ask(string source, Uri address, byte[]? ocspRequest, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, retryAfter, problem) = await Try(source, address, ocspRequest, cancellationToken);
            if (problem is null) return answer;
            if (retryAfter is not { } asked || attempt >= _options.Attempts || asked > _options.MaxDelay) throw problem;
            await Task.Delay(Delay(attempt, asked), _time, cancellationToken);
        }
    }

    /// <returns>The answer; or what is wrong, with the least time to wait where another request may help.</returns>
    private async Task<(CollateralAnswer? Answer, TimeSpan? RetryAfter, CollateralSourceException? Problem)> Try(string source, Uri address, byte[]? ocspRequest, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var place = address.GetLeftPart(UriPartial.Path);
        try
        {
            using var request = Request(address, ocspRequest);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone) return default;
            if (response.StatusCode != HttpStatusCode.OK)
                return (null, IsPassing(response.StatusCode) ? RetryAfter(response) : null, new CollateralSourceException($"{source} answered {(int)response.StatusCode} at {place}. {Advice(response.StatusCode)}"));
            await response.Content.LoadIntoBufferAsync(_options.MaxBytes, either.Token);
            var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
            return (new CollateralAnswer(await response.Content.ReadAsByteArrayAsync(either.Token), headers), null, null);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, TimeSpan.Zero, new CollateralSourceException($"{source} did not answer within {_options.Timeout} at {place}. Check the network.", e));
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return (null, null, new CollateralSourceException($"{source} answered with more than {_options.MaxBytes} bytes at {place}. Check its address.", e));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, TimeSpan.Zero, new CollateralSourceException($"{source} cannot be reached at {place}: {e.Message} Check the network and the address.", e));
        }
    }

    private static HttpRequestMessage Request(Uri address, byte[]? ocspRequest) => ocspRequest is null
        ? new HttpRequestMessage(HttpMethod.Get, address)
        : new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(ocspRequest) { Headers = { ContentType = new MediaTypeHeaderValue("application/ocsp-request") } } };

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "It wants a key or another address.",
        HttpStatusCode.TooManyRequests => "It is asked too often: put a caching service before it.",
        >= HttpStatusCode.InternalServerError => "Try again later, or configure a second source.",
        _ => "Check its address.",
    };

    private TimeSpan RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    private TimeSpan Delay(int attempt, TimeSpan asked)
    {
        double share;
        lock (_jitterLock) share = 0.5 + _jitter.NextDouble() / 2;
        var own = _options.FirstDelay * Math.Pow(2, attempt - 1);
        var delay = (own < _options.MaxDelay ? own : _options.MaxDelay) * share;
        return asked > delay ? asked : delay;
    }
}
