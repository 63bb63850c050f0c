#!/bin/sh
# Drives a mock with tccli, which must be on the PATH: tccli.sh HOST:PORT. The credential is in the environment.
set -eu
flow=yDwFmUUckpstqfvzUE1h3jo1f3cqjkGm
tccli ess DescribeFlowBriefs --region ap-guangzhou --endpoint "http://$1" --cli-unfold-argument \
    --Operator.UserId yDRSRUUgygj6qnwfUuO4zjEwc193c2hH --FlowIds $flow | grep -q $flow
echo "1 call"
