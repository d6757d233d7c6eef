using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cocoon.Bench.Gateway;

/// <summary>Other people's proxies in front of the same server, where this machine has them.</summary>
internal static class ForeignProxies
{
    private const string Portkey = "@portkey-ai/gateway";
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(2);

    /// <returns>Null, and why, where there is no nginx.</returns>
    public static async Task<(PartProcess? Proxy, string Reason)> Nginx(DirectoryInfo folder, int upstream)
    {
        if (Find("nginx", "/usr/sbin") is not { } program) return (null, "no nginx here: apt-get install nginx-light");
        var port = FreePort();
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off; pid {{folder.FullName}}/nginx.pid; error_log {{folder.FullName}}/error.log; worker_processes auto;
            events { worker_connections 16384; }
            http {
              access_log off; client_body_temp_path {{folder.FullName}}; proxy_temp_path {{folder.FullName}}; fastcgi_temp_path {{folder.FullName}}; scgi_temp_path {{folder.FullName}}; uwsgi_temp_path {{folder.FullName}};
              keepalive_requests 1000000;
              upstream stub { server 127.0.0.1:{{upstream}}; keepalive 256; keepalive_requests 1000000; }
              server { listen 127.0.0.1:{{port}}; location / { proxy_pass http://stub; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 600s; } }
            }
            """);
        var file = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, text);
        var proxy = await PartProcess.Other(new ProcessStartInfo(program, ["-p", folder.FullName, "-e", Path.Combine(folder.FullName, "error.log"), "-c", file]), port);
        return (proxy, "nginx does not start here");
    }

    /// <summary>Installs the npm package into a temporary folder, without its scripts.</summary>
    /// <returns>Null, and why, where that fails.</returns>
    public static async Task<(PartProcess? Proxy, string Reason)> PortkeyGateway(DirectoryInfo folder)
    {
        if (Find("npm", "/usr/bin") is not { } npm || Find("node", "/usr/bin") is not { } node) return (null, "no node and npm here");
        using var install = Process.Start(new ProcessStartInfo(npm, ["install", "--prefix", folder.FullName, "--ignore-scripts", "--no-audit", "--no-fund", "--silent", Portkey]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            await install.WaitForExitAsync().WaitAsync(InstallTime);
        }
        catch (TimeoutException)
        {
            install.Kill(entireProcessTree: true);
            return (null, $"npm did not bring {Portkey} in time");
        }
        var script = Path.Combine(folder.FullName, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
        if (install.ExitCode != 0 || !File.Exists(script)) return (null, $"npm does not bring {Portkey}");
        var port = FreePort();
        var start = new ProcessStartInfo(node, [script, $"--port={port.ToString(CultureInfo.InvariantCulture)}", "--headless"]) { WorkingDirectory = folder.FullName };
        return (await PartProcess.Other(start, port), $"{Portkey} does not start here");
    }

    private static string? Find(string program, string folder) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append(folder)
        .Select(path => Path.Combine(path, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
