using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Cocoon.Silo.Operations;

/// <summary>
/// Something for the people who run the market, mounted on the listener of <c>Cocoon:Operations</c> and on no other: add it to
/// the services as a singleton. Nothing here is reachable through the gateway's listener.
/// </summary>
public interface IOperationsEndpoints
{
    /// <summary>Adds middleware, after authentication and authorisation and before the endpoints. Default: none.</summary>
    void Use(IApplicationBuilder app)
    {
    }

    /// <summary>Adds endpoints. Those for people require a policy of <see cref="OperationsPolicies"/>; those for machines say why not.</summary>
    void Map(IEndpointRouteBuilder routes);
}
