using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Operations;

/// <summary>
/// A listener of its own for operations, in the same web host. Requests are told apart by the connection they came on: a Host
/// header could be forged, and a port may be any free one.
/// </summary>
public static class OperationsListener
{
    private static readonly object Mark = new();

    public static void ListenForOperations(this KestrelServerOptions kestrel, IPEndPoint endpoint) =>
        kestrel.Listen(endpoint, listener => ((Microsoft.AspNetCore.Connections.IConnectionBuilder)listener).Use(next => connection =>
        {
            connection.Items[Mark] = true;
            return next(connection);
        }));

    /// <summary>Serves all <see cref="IOperationsEndpoints"/> to connections of that listener, and nothing else to them.</summary>
    public static void UseOperations(this WebApplication app)
    {
        var endpoints = app.Services.GetServices<IOperationsEndpoints>().ToArray();
        app.MapWhen(IsOperations, branch =>
        {
            // The web host has routed already, among the endpoints of other listeners.
            branch.Use((http, next) =>
            {
                http.SetEndpoint(null);
                http.Request.RouteValues.Clear();
                return next(http);
            });
            branch.UseRouting().UseAuthentication().UseAuthorization();
            foreach (var endpoint in endpoints) endpoint.Use(branch);
            branch.UseEndpoints(routes =>
            {
                foreach (var endpoint in endpoints) endpoint.Map(routes);
            });
        });
    }

    /// <summary>Whether a request came on that listener.</summary>
    internal static bool IsOperations(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>() is { } connection && connection.Items.ContainsKey(Mark);
}
