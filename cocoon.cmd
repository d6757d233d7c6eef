@echo off
rem The front door of Cocoon.Orleans on Windows: prepares what is missing, then runs the cocoon tool.
setlocal
set "COCOON_HOME=%~dp0"
where dotnet >nul 2>nul || (echo cocoon: .NET is missing. Install the .NET SDK 10, then run this again. & exit /b 1)
if /i "%1"=="demo" call :node || exit /b 1
if /i "%1"=="dev" call :node || exit /b 1
if /i "%1"=="setup" goto :sim
rem The simulator is a mode of LocalRuntime, whichever runtime the grains of this machine use otherwise.
for /f "tokens=1,*" %%A in ("%*") do set "rest=%%B"
dotnet run --project "%COCOON_HOME%src\Simulation\Cocoon.Simulation.csproj" -c Release -v q -p:GrainRuntime=Local -- %rest%
exit /b %errorlevel%

:setup
if /i "%1"=="sim" goto :sim
dotnet run --project "%COCOON_HOME%src\Cli\Cocoon.Cli.csproj" -c Release -v q -- %*
exit /b %errorlevel%

:setup
for %%G in (Orleans TorchSharp TonLib AzureSdk) do (
  dotnet restore "%COCOON_HOME%build\optional\Optional.%%G.csproj" -v q >nul 2>nul && echo Optional packages: %%G found. || echo Optional packages: %%G not in this machine's package sources.
)
exit /b 0

:node
where node >nul 2>nul || (echo cocoon: Node.js is missing. Install Node 20 or newer, then run this again. & exit /b 1)
if not exist "%COCOON_HOME%contracts\node_modules" (
  pushd "%COCOON_HOME%contracts" && call npm ci --ignore-scripts --no-audit --no-fund && popd || exit /b 1
)
exit /b 0
