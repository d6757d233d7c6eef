using System.Globalization;
using System.Net;
using Cocoon.CrashHost;
using Cocoon.CrashHost.Chaos;

// Usage: crash-host STATE-FOLDER POINT            a market like "cocoon dev" that dies at one point
//        crash-host silo STATE CHAIN-API PORT [POSTGRES]
//                                               the parts of a market in processes of their own, for others to kill
//        crash-host client STATE CHAIN-API GATEWAY JOURNAL
//        crash-host edge STATE CHAIN-API SILO stalls|answers
//                                               a machine that dials out
switch (args)
{
    case ["silo", var state, var chain, var port, .. var postgres]:
        await SiloRole.Run(state, new Uri(chain), int.Parse(port, CultureInfo.InvariantCulture), postgres.FirstOrDefault(), CancellationToken.None);
        break;
    case ["client", var state, var chain, var gateway, var journal]:
        await ClientRole.Run(state, new Uri(chain), new Uri(gateway), journal, CancellationToken.None);
        break;
    case ["edge", var state, var chain, var silo, var way]:
        await EdgeRole.Run(state, new Uri(chain), IPEndPoint.Parse(silo), way, CancellationToken.None);
        break;
    default:
        await MarketRole.Run(args[0], Enum.Parse<CrashPoint>(args[1]));
        break;
}
