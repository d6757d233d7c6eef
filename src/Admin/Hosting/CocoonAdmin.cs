using Cocoon.Admin.Access;
using Cocoon.Admin.Actions;
using Cocoon.Admin.Assets;
using Cocoon.Admin.Collecting;
using Cocoon.Admin.Export;
using Cocoon.Admin.Layout;
using Cocoon.Admin.Live;
using Cocoon.Admin.Market;
using Cocoon.Admin.Traces;
using Cocoon.Core.Crypto;
using Cocoon.Grains.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cocoon.Admin.Hosting;

/// <summary>Adds the admin pages to a web host whose services have an <see cref="IGrainFactory"/>.</summary>
public static class CocoonAdmin
{
    private const int MaxFormBytes = 16 * 1024;

    /// <summary>What a silo needs so that admin pages anywhere in the cluster can see it.</summary>
    public static IServiceCollection AddCocoonSiloWatch(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISiloProbe, SiloProbe>();
        return services;
    }

    /// <summary>What the process that serves the pages needs.</summary>
    public static IServiceCollection AddCocoonAdmin(this IServiceCollection services, Action<AdminOptions> configure)
    {
        services.AddOptions<AdminOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEntropy, SystemEntropy>();
        services.AddRazorComponents();
        AdminAccess.Add(services);
        RuntimeProbe.Add(services);
        services.AddSingleton<PictureKeeper>();
        services.AddSingleton<SiloCollector>();
        services.AddSingleton<ProviderCollector>();
        services.AddHostedService<MarketCollector>();
        services.AddSingleton<AssetFiles>();
        services.AddSingleton<AdminActions>();
        services.AddSingleton<ActionRunner>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<TraceFolder>();
        services.AddSingleton<TracePage>();
        services.AddSingleton<LiveEndpoint>();
        services.AddSingleton<ExportEndpoint>();
        services.AddSingleton<ActEndpoint>();
        services.AddSingleton<LoginEndpoint>();
        return services;
    }

    /// <summary>Serves the pages under /admin. Everything else of the host stays as it is.</summary>
    public static void MapCocoonAdmin(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        UseCocoonAdmin(app);
        MapCocoonAdmin((IEndpointRouteBuilder)app);
    }

    /// <summary>The middleware of the pages, for a host with a pipeline of its own: after authentication and authorisation.</summary>
    public static void UseCocoonAdmin(this IApplicationBuilder app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Paths.Root, StringComparison.Ordinal), SafeHeaders.Use);
        app.UseAntiforgery();
    }

    /// <summary>The endpoints of the pages, for a host with a pipeline of its own.</summary>
    public static void MapCocoonAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapRazorComponents<App>().RequireAuthorization(AdminAccess.Viewer);
        MapFiles(routes);
        MapForms(routes);
    }

    private static void MapFiles(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Paths.Assets + "/{file}", (string file, HttpContext http, AssetFiles files) => files.Get(file, http));
        var pages = routes.MapGroup("").RequireAuthorization(AdminAccess.Viewer);
        pages.MapGet(Paths.Live, (HttpContext http, LiveEndpoint live) => live.Follow(http));
        pages.MapGet(Paths.Export + "/{file}", (HttpContext http, string file, string? of, ExportEndpoint export) => export.Get(http, file, of));
        pages.MapGet(Paths.Traces + "/{name}", async (HttpContext http, string name, TraceFolder folder, TracePage page) =>
        {
            if (await folder.Read(name, http.RequestAborted) is not { } trace) return Results.NotFound();
            http.Response.Headers.ContentSecurityPolicy = page.Policy;
            return Results.Text(page.With(name, trace), "text/html; charset=utf-8");
        });
    }

    private static void MapForms(IEndpointRouteBuilder routes)
    {
        // Forms that are bound are checked for the antiforgery token first.
        var limit = new RequestSizeLimitAttribute(MaxFormBytes);
        routes.MapPost(Paths.Enter, (HttpContext http, [FromForm] string? key, [FromForm] string? back, LoginEndpoint login) => login.SignIn(http, key, back)).WithMetadata(limit);
        routes.MapPost(Paths.Leave, (HttpContext http, [FromForm] string? back) => LoginEndpoint.SignOut(http)).RequireAuthorization(AdminAccess.Viewer).WithMetadata(limit);
        routes.MapPost(Paths.Act, (HttpContext http, [FromForm] string? action, [FromForm] string? target, [FromForm] string? operation, [FromForm] string? reason, ActEndpoint act) =>
            act.Act(http, action, target, operation, reason)).RequireAuthorization(AdminAccess.Operator).WithMetadata(limit);
    }
}
