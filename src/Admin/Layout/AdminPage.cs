using Cocoon.Admin.Market;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Admin.Layout;

/// <summary>A page made of one picture at one moment.</summary>
public abstract class AdminPage : ComponentBase
{
    [Inject]
    private PictureKeeper Keeper { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    protected MarketPicture Picture { get; private set; } = MarketPicture.Empty;

    protected DateTimeOffset Now { get; private set; }

    protected override void OnInitialized()
    {
        Picture = Keeper.Current;
        Now = Time.GetUtcNow();
    }

    /// <summary>The page shows that there is no such thing.</summary>
    protected void SayNotFound() => Http.Response.StatusCode = StatusCodes.Status404NotFound;
}
