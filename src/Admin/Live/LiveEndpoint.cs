using Cocoon.Admin.Hosting;
using Cocoon.Admin.Market;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Cocoon.Admin.Live;

/// <summary>
/// Server-sent events: one for each new picture, at most one a second, and one every few seconds in silence. They carry its
/// number only; the page then asks for itself again, so what is shown is made in one place and by the same rules.
/// </summary>
internal sealed class LiveEndpoint(PictureKeeper keeper, IOptions<AdminOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Browsers come back by themselves, and are then asked again who they are.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private int _open;

    public async Task Follow(HttpContext http)
    {
        if (Interlocked.Increment(ref _open) > options.Value.MaxLive)
        {
            Interlocked.Decrement(ref _open);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        try
        {
            http.Response.ContentType = "text/event-stream";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            using var life = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            life.CancelAfter(Life);
            await Follow(http, life.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or it is time to ask again who it is.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task Follow(HttpContext http, CancellationToken cancellationToken)
    {
        while (true)
        {
            var picture = keeper.Current;
            await http.Response.WriteAsync($"event: picture\ndata: {picture.Version}\n\n", cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(Least, time, cancellationToken);
            try
            {
                await keeper.Changed(picture).WaitAsync(Silence, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Ages grow all the same.
            }
        }
    }
}
